package dev.balancerdeployer.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A config repository for tests. As with a real one, what is pushed is seen only after {@link
 * #fetch()}.
 *
 * <pre>{@code
 * var git = new InMemoryConfigRepository();
 * git.commit(namespace("maps-front").object("haproxy.cfg", "v1").locations("sas", "vla"));
 * git.commit(namespace("maps-front").object("haproxy.cfg", "v2").locations("sas", "vla")
 *         .bake(Duration.ofMinutes(20)).onNewer(OnNewer.RESTART));   // the others stay
 * git.commitAll(List.of(...));                        // these and no others
 * git.remove("maps-front");
 * git.refuse("maps-front", new SourceProblem("namespace.yaml", 3, "no"));
 * git.commitTo("fix", namespace(...));                // a branch that starts at main's head
 * git.reset("main", earlier);                         // force push; the next commit descends from it
 * git.merge(other);                                   // main then descends from it, unchanged
 * git.mirrorAnew();                                   // what no branch leads to is unknown then
 * git.fail("host not found");                         // until git.recover()
 * }</pre>
 */
public final class InMemoryConfigRepository implements ConfigRepository {

    /** The delivered branch. */
    public static final String MAIN = "main";

    private final Map<Revision, Commit> commits = new HashMap<>();
    private final Map<String, Revision> remote = new HashMap<>();
    private final Map<String, Revision> mirror = new HashMap<>();
    private final Set<Revision> mirrored = new HashSet<>();
    private final Set<Revision> unlistable = new HashSet<>();
    private @Nullable String failure;
    private int fetches;
    private int lists;

    private record Commit(List<Revision> parents, SortedMap<String, Content> contents) {}

    private sealed interface Content {
        record Good(SourceNamespace namespace, SortedMap<ObjectPath, String> objects)
                implements Content {}

        record Bad(SourceListing.Refused refused) implements Content {}
    }

    // ---- what people push

    /** Adds or replaces one namespace on the delivered branch. */
    public Revision commit(NamespaceSource namespace) {
        return commitTo(MAIN, namespace);
    }

    /** As {@link #commit}, on a branch; a new one starts at the delivered branch's head. */
    public synchronized Revision commitTo(String branch, NamespaceSource namespace) {
        var contents = contentsOf(branch);
        contents.put(namespace.name(), good(namespace));
        return push(branch, contents);
    }

    /** The delivered branch then holds these namespaces and no others. */
    public synchronized Revision commitAll(List<NamespaceSource> namespaces) {
        var contents = new TreeMap<String, Content>();
        namespaces.forEach(it -> contents.put(it.name(), good(it)));
        return push(MAIN, contents);
    }

    /** Deletes a namespace on the delivered branch. */
    public synchronized Revision remove(String namespace) {
        var contents = contentsOf(MAIN);
        contents.remove(namespace);
        return push(MAIN, contents);
    }

    /** Makes a namespace malformed on the delivered branch. */
    public synchronized Revision refuse(String namespace, SourceProblem... problems) {
        var contents = contentsOf(MAIN);
        contents.put(
                namespace,
                new Content.Bad(new SourceListing.Refused(namespace, List.of(problems))));
        return push(MAIN, contents);
    }

    /** A commit that changes nothing. */
    public synchronized Revision commitNothing() {
        return push(MAIN, contentsOf(MAIN));
    }

    /** Force pushes: the branch, made if needed, is at that commit. */
    public synchronized void reset(String branch, Revision revision) {
        if (!commits.containsKey(revision)) {
            throw new IllegalArgumentException("no commit " + revision);
        }
        remote.put(branch, revision);
    }

    /** The delivered branch keeps its content and descends from that commit too. */
    public synchronized Revision merge(Revision other) {
        return push(MAIN, contentsOf(MAIN), other);
    }

    /** The mirror is made anew, without what no branch leads to any more. */
    public synchronized void mirrorAnew() {
        mirror.clear();
        mirror.putAll(remote);
        mirrored.clear();
        remote.values().forEach(it -> mirrored.addAll(lineOf(it)));
    }

    public synchronized void deleteBranch(String branch) {
        remote.remove(branch);
    }

    /** Every fetch fails from now on. */
    public synchronized void fail(String reason) {
        failure = reason;
    }

    public synchronized void recover() {
        failure = null;
    }

    /** Takes the directory of the namespaces out of a revision: it cannot be listed any more. */
    public synchronized void makeUnlistable(Revision revision) {
        unlistable.add(revision);
    }

    public synchronized int fetches() {
        return fetches;
    }

    public synchronized int lists() {
        return lists;
    }

    // ---- the port

    @Override
    public synchronized Revision fetch() {
        fetches++;
        if (failure != null) {
            throw new SourceUnavailable(failure);
        }
        var head = remote.get(MAIN);
        if (head == null) {
            throw new SourceUnavailable("the config repository has no branch 'main'");
        }
        mirror.clear();
        mirror.putAll(remote);
        remote.values().forEach(it -> mirrored.addAll(lineOf(it)));
        return head;
    }

    @Override
    public List<String> deliveredBranch() {
        return List.of(MAIN);
    }

    @Override
    public synchronized Optional<Revision> resolve(String name) {
        if (mirrored.isEmpty()) {
            throw new SourceUnavailable("the config repository has not been fetched yet");
        }
        if (mirror.containsKey(name)) {
            return Optional.ofNullable(mirror.get(name));
        }
        if (!name.matches("[0-9a-fA-F]{7,40}")) {
            return Optional.empty();
        }
        var wanted = name.toLowerCase(Locale.ROOT);
        var found = mirrored.stream().filter(it -> it.sha().startsWith(wanted)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    @Override
    public synchronized boolean contains(Revision revision, Revision ancestor) {
        mirroredCommit(revision);
        return lineOf(revision).contains(ancestor);
    }

    @Override
    public synchronized SourceListing list(Revision revision) {
        lists++;
        if (unlistable.contains(revision)) {
            throw new SourceUnavailable("%s has no directory 'there'".formatted(revision));
        }
        var namespaces = new ArrayList<SourceNamespace>();
        var refused = new ArrayList<SourceListing.Refused>();
        for (var content : mirroredCommit(revision).contents().values()) {
            switch (content) {
                case Content.Good good -> namespaces.add(good.namespace());
                case Content.Bad bad -> refused.add(bad.refused());
            }
        }
        return new SourceListing(revision, namespaces, refused);
    }

    @Override
    public synchronized SortedMap<ObjectPath, String> objects(
            Revision revision, NamespaceId namespace) {
        if (mirroredCommit(revision).contents().get(namespace.value())
                instanceof Content.Good good) {
            return good.objects();
        }
        throw new IllegalArgumentException(
                "namespace: '%s' (expected: one that is well-formed in %s)"
                        .formatted(namespace, revision));
    }

    // ---- inside

    private SortedMap<String, Content> contentsOf(String branch) {
        var head = headOf(branch);
        return head == null ? new TreeMap<>() : new TreeMap<>(commit(head).contents());
    }

    private @Nullable Revision headOf(String branch) {
        var own = remote.get(branch);
        return own == null ? remote.get(MAIN) : own;
    }

    private Revision push(String branch, SortedMap<String, Content> contents, Revision... others) {
        var sha = ObjectDigest.of("commit " + commits.size()).hex().substring(0, 40);
        var revision = new Revision(sha);
        var parents = new ArrayList<>(List.of(others));
        var head = headOf(branch);
        if (head != null) {
            parents.add(head);
        }
        commits.put(revision, new Commit(List.copyOf(parents), contents));
        remote.put(branch, revision);
        return revision;
    }

    private Commit mirroredCommit(Revision revision) {
        if (!mirrored.contains(revision)) {
            throw new SourceUnavailable("the mirror has no revision " + revision);
        }
        return commit(revision);
    }

    private Commit commit(Revision revision) {
        var commit = commits.get(revision);
        if (commit == null) {
            throw new IllegalStateException("no commit " + revision);
        }
        return commit;
    }

    private Set<Revision> lineOf(Revision revision) {
        var line = new HashSet<Revision>();
        var ahead = new ArrayDeque<>(List.of(revision));
        while (!ahead.isEmpty()) {
            var next = ahead.remove();
            if (line.add(next)) {
                ahead.addAll(commit(next).parents());
            }
        }
        return line;
    }

    private static Content.Good good(NamespaceSource source) {
        var objects = new TreeMap<ObjectPath, String>();
        source.objects().forEach((path, text) -> objects.put(new ObjectPath(path), text));
        var shown =
                objects.entrySet().stream()
                        .map(it -> it.getKey() + " " + ObjectDigest.of(it.getValue()))
                        .collect(Collectors.joining("\n"));
        var namespace =
                new SourceNamespace(
                        new NamespaceId(source.name()),
                        new ContentDigest(ObjectDigest.of(shown).hex()),
                        source.owners(),
                        source.locations().stream().map(LocationId::new).toList(),
                        source.bake(),
                        source.onNewer());
        return new Content.Good(namespace, Collections.unmodifiableSortedMap(objects));
    }
}
