package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.DryRun;
import dev.balancerdeployer.delivery.NamespaceId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;

/** What a deployment would roll, on the wire. */
@Schema(name = "DryRun")
record DryRunBody(
        String revision,
        List<Change> changes,
        List<String> unchanged,
        List<DeploymentBody.Invalid> invalid) {

    /** A namespace that would roll. */
    @Schema(name = "NamespaceChange")
    record Change(String namespace, List<ObjectChange> objects) {}

    /** {@code op} is {@code add}, {@code remove} or {@code replace}. */
    @Schema(name = "ObjectChange")
    record ObjectChange(String path, String op, String unified) {}

    static DryRunBody of(DryRun run) {
        return new DryRunBody(
                run.revision().sha(),
                run.changes().stream()
                        .map(it ->
                                new Change(
                                        it.namespace().value(),
                                        it.objects().stream().map(DryRunBody::change).toList()))
                        .toList(),
                run.unchanged().stream().map(NamespaceId::value).toList(),
                run.invalid().stream().map(DeploymentBody.Invalid::of).toList());
    }

    private static ObjectChange change(DryRun.ObjectChange change) {
        return new ObjectChange(
                change.path().value(),
                change.op().name().toLowerCase(Locale.ROOT),
                change.unified());
    }
}
