/** Recipes: the YAML that pipelines send to have weights changed, task by task (SPEC W7). */
@NullMarked
package dev.balancerdeployer.web.recipes;

import org.jspecify.annotations.NullMarked;
