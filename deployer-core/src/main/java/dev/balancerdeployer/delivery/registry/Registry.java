package dev.balancerdeployer.delivery.registry;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.store.Cursor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The built-in awacs (SPEC D3-D5): what people, nodes and the deployer ask of it. Thread-safe, on
 * any number of replicas. Every call may throw {@code StoreUnavailable}; a write with an attempt
 * may then be sent again. Outcomes are those of {@link Awacs}; what breaks a limit is an {@link
 * ObjectsTooLarge}, what makes no sense another {@link IllegalArgumentException}.
 */
public final class Registry {

    private static final String LIST = "awacs-namespaces";

    private final HostedNamespaces namespaces;
    private final ObjectTexts texts;
    private final NamespaceWriter writer;
    private final ConfigHistory history;

    /**
     * @param changed told of every namespace that this process has just changed
     */
    public Registry(
            HostedNamespaces namespaces,
            ObjectTexts texts,
            DatabaseTime time,
            Activation activation,
            Consumer<NamespaceId> changed) {
        this.namespaces = namespaces;
        this.texts = texts;
        this.writer = new NamespaceWriter(namespaces, time, activation, changed);
        this.history = new ConfigHistory(namespaces, texts);
    }

    /** By name, without the objects. */
    public Page<AwacsNamespace> list(PageRequest page) {
        var cursor = page.after();
        var after =
                cursor == null ? null : new NamespaceId(Cursor.parse(LIST, cursor, 1).getFirst());
        var found =
                namespaces.list(after, page.limit() + 1).stream()
                        .flatMap(it -> it.shown(new Manifest(List.of())).stream())
                        .toList();
        return Cursor.page(found, page, it -> Cursor.of(LIST, it.id()));
    }

    /** The namespace with its objects' digests, without their texts. */
    public Optional<AwacsNamespace> find(NamespaceId id) {
        return hosted(id).flatMap(it -> it.shown(newestManifest(it)));
    }

    /**
     * One object's text as it is now.
     *
     * @param version of the namespace
     */
    public record ObjectNow(String text, long version) {}

    /** Empty if there is no such namespace or object. */
    public Optional<ObjectNow> object(NamespaceId id, ObjectPath path) {
        return hosted(id)
                .flatMap(it ->
                        newestManifest(it)
                                .entry(path)
                                .map(entry -> new ObjectNow(text(entry), it.version())));
    }

    /** All versions, kept for ever. */
    public ConfigHistory history() {
        return history;
    }

    /** What an attempt did, if it landed. */
    public Optional<Awacs.Landed> attempt(NamespaceId id, AttemptId attempt) {
        return namespaces
                .find(id)
                .flatMap(it -> it.namespace().attempt(attempt))
                .or(() -> namespaces.filedAttempt(id, attempt))
                .map(it -> new Awacs.Landed(it.id(), it.version()));
    }

    /** Raises the stored fence, also of a namespace that does not exist yet. */
    public Outcome raiseFence(NamespaceId id, Fence fence) {
        return writer.write(
                id, new Change.RaiseFence(fence), Actor.self(), new Safeguard(null, fence, null));
    }

    /** Replaces all objects in one version. */
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        var manifest = Manifest.of(update.objects());
        var added = new HashMap<ObjectDigest, String>();
        manifest.entries().forEach(it -> added.put(it.digest(), update.objects().get(it.path())));
        var change =
                new Change.NewVersion(
                        update.expectedVersion(),
                        manifest.ref(),
                        update.balancers(),
                        update.comment(),
                        update.revision());
        return write(update.namespace(), change, manifest, added, by, safeguard);
    }

    /**
     * Writes a new version with one object replaced or added; null: removed, and {@code Missing} if
     * it is not there.
     */
    public Outcome edit(ObjectEdit edit, Actor by, Safeguard safeguard) {
        var id = edit.namespace();
        var now = hosted(id);
        if (now.isEmpty()) {
            return Judge.missing("namespace", id);
        }
        var manifest = newestManifest(now.get());
        var edited = manifest.with(edit.path(), edit.text());
        edited.entry(edit.path()).ifPresent(RegistryLimits::require);
        var change =
                new Change.NewVersion(
                        edit.expectedVersion(), edited.ref(), List.of(), edit.comment(), null);
        var text = edit.text();
        if (now.get().version() != edit.expectedVersion()) {
            // Made from another version's manifest: it must not land, whatever happens meanwhile.
            return writer.refusal(id, change, by, safeguard)
                    .orElseGet(() -> new Outcome.Stale(now.get().version()));
        }
        if (text == null && manifest.entry(edit.path()).isEmpty()) {
            return writer.refusal(id, change, by, safeguard)
                    .orElseGet(() -> Judge.missing("object", edit.path()));
        }
        Map<ObjectDigest, String> added =
                text == null ? Map.of() : Map.of(ObjectDigest.of(text), text);
        return write(id, change, edited, added, by, safeguard);
    }

    /**
     * One object written by hand.
     *
     * @param text null: the object is removed
     */
    public record ObjectEdit(
            NamespaceId namespace,
            long expectedVersion,
            ObjectPath path,
            @Nullable String text,
            String comment) {}

    public Outcome pause(
            NamespaceId id,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return writer.write(id, new Change.SetPause(location, pause), by, safeguard);
    }

    public Outcome lift(Awacs.Lift lift, Actor by, Safeguard safeguard) {
        return writer.write(lift.namespace(), new Change.LiftPause(lift), by, safeguard);
    }

    /**
     * A node's word about itself: of its target it sets state and message, of another version only
     * that it is the active one.
     *
     * @throws IllegalArgumentException if there never was such a version
     */
    public Outcome report(
            NamespaceId id,
            LocationId location,
            long version,
            BalancerState state,
            String message,
            Actor by) {
        return writer.write(
                id, new Change.Report(location, version, state, message), by, Safeguard.none());
    }

    /**
     * Texts first, then the manifest, then the version that points at them. The limits come after
     * the refusals: an attempt that has landed is answered, whatever would not fit by now.
     */
    private Outcome write(
            NamespaceId id,
            Change.NewVersion change,
            Manifest manifest,
            Map<ObjectDigest, String> added,
            Actor by,
            Safeguard safeguard) {
        var refusal = writer.refusal(id, change, by, safeguard);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        RegistryLimits.require(manifest);
        var missing = new HashMap<>(added);
        hosted(id).ifPresent(it -> newestManifest(it).digests().forEach(missing::remove));
        texts.put(missing);
        texts.putManifest(manifest);
        return writer.write(id, change, by, safeguard);
    }

    private String text(ObjectEntry entry) {
        return requireNonNull(texts.texts(List.of(entry.digest())).get(entry.digest()));
    }

    private Optional<HostedNamespace> hosted(NamespaceId id) {
        return namespaces
                .find(id)
                .map(HostedNamespaces.Stored::namespace)
                .filter(it -> it.newest() != null);
    }

    private Manifest newestManifest(HostedNamespace namespace) {
        var newest = namespace.newest();
        return newest == null ? new Manifest(List.of()) : history.manifest(newest.manifest());
    }
}
