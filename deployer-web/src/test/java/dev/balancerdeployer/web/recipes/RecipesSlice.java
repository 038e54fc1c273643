package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.web.weights.WeightsSlice;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The HTTP side of recipes and weights on stores in memory. */
@Import(WeightsSlice.class)
@ComponentScan(
        basePackages = "dev.balancerdeployer.web.recipes",
        excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|Rest)"))
class RecipesSlice {}
