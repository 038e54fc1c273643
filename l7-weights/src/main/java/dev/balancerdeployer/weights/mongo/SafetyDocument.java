package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.weights.SafetyRules;
import java.math.BigDecimal;
import org.bson.Document;

/** Safety rules, as they are stored. */
record SafetyDocument(Document fields) {

    static SafetyDocument of(SafetyRules rules) {
        var share = rules.maxZeroShare();
        return new SafetyDocument(
                new Document("minActive", rules.minActiveLocations())
                        .append("maxZeroShare", share == null ? null : share.toString())
                        .append("maxStep", rules.maxStep()));
    }

    SafetyRules toDomain() {
        var share = fields.getString("maxZeroShare");
        return new SafetyRules(
                fields.getInteger("minActive"),
                share == null ? null : new BigDecimal(share),
                fields.getInteger("maxStep"));
    }
}
