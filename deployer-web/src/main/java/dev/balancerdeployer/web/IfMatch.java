package dev.balancerdeployer.web;

/**
 * The version a change is made from: header {@code If-Match: "3"}, one strong tag. As a parameter
 * of a controller method it is mandatory: missing is 428; {@code *}, weak tags, lists and
 * everything else are 400 (SPEC S0). Put it before the body, so that it is judged first.
 */
public record IfMatch(long version) {}
