package dev.balancerdeployer.delivery;

/**
 * What a person decided about one object that was changed in awacs (SPEC D13). It is about the text
 * that awacs had then, and no other: whoever changes the object again asks anew.
 *
 * @param version awacs' version whose text was decided on
 */
public record Resolution(ObjectPath path, Take take, long version) {}
