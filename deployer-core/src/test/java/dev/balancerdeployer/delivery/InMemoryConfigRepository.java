package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.InMemoryCommit.Content;
import dev.balancerdeployer.delivery.InMemoryCommit.Trailers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * git.commitClaiming(7, namespace(...));              // a person who writes trailers
 * git.beforeNextPush(() -> git.commit(...));          // somebody is faster than the next push
 * git.losePushAnswers(1);                             // it lands, and SourceUnavailable is thrown
 * git.failPushes(1);                                  // it does not land
 * git.rejectPushes(1);                                // the remote refuses it: false
 * git.log("main");                                    // newest first
 * git.fail("host not found");                         // until git.recover()
 * }</pre>
 */
public final class InMemoryConfigRepository implements ConfigRepository, ConfigCommits {

    /** The delivered branch. */
    public static final String MAIN = "main";

    private final Map<Revision, InMemoryCommit> commits = new HashMap<>();
    private final Map<String, Revision> remote = new HashMap<>();
    private final Map<String, Revision> mirror = new HashMap<>();
    private final Set<Revision> mirrored = new HashSet<>();
    private final Set<Revision> unlistable = new HashSet<>();
    private @Nullable String failure;
    private int revisions;
    private int fetches;
    private int lists;
    private @Nullable Runnable beforeNextPush;
    private int pushes;
    private int pushesToFail;
    private int pushesToReject;
    private int answersToLose;

    /** A commit as {@code git log} tells of it. */
    public record Logged(
            Revision revision,
            String author,
            @Nullable Instant at,
            String message,
            @Nullable NamespaceId namespace,
            @Nullable Long version) {}

    // ---- what people push

    /** Adds or replaces one namespace on the delivered branch. */
    public Revision commit(NamespaceSource namespace) {
        return commitTo(MAIN, namespace);
    }

    /** As {@link #commit}, on a branch; a new one starts at the delivered branch's head. */
    public synchronized Revision commitTo(String branch, NamespaceSource namespace) {
        var contents = contentsOf(branch);
        contents.put(namespace.name(), InMemoryCommit.good(namespace));
        return push(branch, contents);
    }

    /** The delivered branch then holds these namespaces and no others. */
    public synchronized Revision commitAll(List<NamespaceSource> namespaces) {
        var contents = new TreeMap<String, Content>();
        namespaces.forEach(it -> contents.put(it.name(), InMemoryCommit.good(it)));
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

    /** As {@link #commit}, with trailers that name this namespace and version. */
    public synchronized Revision commitClaiming(long version, NamespaceSource namespace) {
        var before = contentsOf(MAIN);
        var after = new TreeMap<>(before);
        var good = InMemoryCommit.good(namespace);
        after.put(namespace.name(), good);
        var old =
                before.get(namespace.name()) instanceof Content.Good it
                        ? it.objects()
                        : new TreeMap<ObjectPath, String>();
        var changed = new HashSet<>(old.keySet());
        changed.addAll(good.objects().keySet());
        changed.removeIf(it -> Objects.equals(old.get(it), good.objects().get(it)));
        return push(MAIN, after, new Trailers(good.namespace().id(), version, changed));
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

    /** Runs once, before the next push is looked at. */
    public synchronized void beforeNextPush(Runnable action) {
        beforeNextPush = action;
    }

    /** The next pushes land, and nobody learns it. */
    public synchronized void losePushAnswers(int count) {
        answersToLose = count;
    }

    /** The next pushes do not reach the remote. */
    public synchronized void failPushes(int count) {
        pushesToFail = count;
    }

    /** The next pushes are refused, as by a protected branch. */
    public synchronized void rejectPushes(int count) {
        pushesToReject = count;
    }

    /** How often {@link #push(String, Revision, Revision)} was called. */
    public synchronized int pushes() {
        return pushes;
    }

    /** Where a branch of the remote is; null: there is none. */
    public synchronized @Nullable Revision head(String branch) {
        return remote.get(branch);
    }

    /** What leads to a branch of the remote, newest first; of merges the branch's own line. */
    public synchronized List<Logged> log(String branch) {
        var log = new ArrayList<Logged>();
        var next = remote.get(branch);
        while (next != null) {
            var commit = commit(next);
            var trailers = commit.trailers();
            log.add(
                    new Logged(
                            next,
                            commit.author(),
                            commit.at(),
                            commit.message(),
                            trailers == null ? null : trailers.namespace(),
                            trailers == null ? null : trailers.version()));
            next = commit.parents().isEmpty() ? null : commit.parents().getLast();
        }
        return log;
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

    // ---- the way back

    @Override
    public synchronized Map<NamespaceId, Map<ObjectPath, Claimed>> pulled(Revision head) {
        mirroredCommit(head);
        var pulled = new HashMap<NamespaceId, Map<ObjectPath, Claimed>>();
        for (var revision : lineOf(head)) {
            var commit = commit(revision);
            var trailers = commit.trailers();
            if (trailers != null) {
                var objects = pulled.computeIfAbsent(trailers.namespace(), _ -> new HashMap<>());
                trailers.changed()
                        .forEach(it ->
                                objects.merge(
                                        it,
                                        new Claimed(trailers.version(), revision),
                                        (a, b) -> a.version() >= b.version() ? a : b));
            }
        }
        pulled.values().removeIf(Map::isEmpty);
        pulled.replaceAll((_, objects) -> Map.copyOf(objects));
        return Map.copyOf(pulled);
    }

    @Override
    public synchronized Written write(Revision onto, NamespaceId namespace, List<Wanted> wanted) {
        var contents = mirroredCommit(onto).contents();
        return switch (contents.get(namespace.value())) {
            case Content.Good good -> write(onto, good, wanted);
            case Content.Bad bad -> new Refused(bad.refused().problems());
            case null ->
                    new Refused(
                            List.of(
                                    new SourceProblem(
                                            "namespace.yaml", 0, "there is no directory")));
        };
    }

    private Written write(Revision onto, Content.Good before, List<Wanted> wanted) {
        var namespace = before.namespace().id();
        var made = new LinkedHashMap<Revision, InMemoryCommit>();
        var commits = new ArrayList<Commit>();
        var good = before;
        var tip = onto;
        for (var each : wanted) {
            var objects = new TreeMap<>(good.objects());
            each.changes()
                    .forEach((path, text) ->
                            text.ifPresentOrElse(
                                    it -> objects.put(path, it), () -> objects.remove(path)));
            if (objects.equals(good.objects())) {
                continue;
            }
            var changed = new HashSet<>(each.changes().keySet());
            var old = good.objects();
            changed.removeIf(it -> Objects.equals(old.get(it), objects.get(it)));
            good = good.with(objects);
            var contents = new TreeMap<>(commit(onto).contents());
            contents.put(namespace.value(), good);
            var parent = tip;
            tip = newRevision();
            made.put(
                    tip,
                    new InMemoryCommit(
                            List.of(parent),
                            contents,
                            each.author(),
                            each.comment(),
                            each.at(),
                            new Trailers(namespace, each.version(), changed)));
            commits.add(new Commit(each.version(), tip));
        }
        var problems = InMemoryCommit.problems(good.objects());
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        this.commits.putAll(made);
        mirrored.addAll(made.keySet());
        return new Made(commits, tip, good.namespace().digest());
    }

    @Override
    public synchronized boolean push(String branch, @Nullable Revision expected, Revision tip) {
        pushes++;
        var before = beforeNextPush;
        beforeNextPush = null;
        if (before != null) {
            before.run();
        }
        mirroredCommit(tip);
        if (failure != null) {
            throw new SourceUnavailable(failure);
        }
        if (pushesToFail > 0) {
            pushesToFail--;
            throw new SourceUnavailable("the push did not reach the config repository");
        }
        if (pushesToReject > 0) {
            pushesToReject--;
            return false;
        }
        var there = remote.get(branch);
        if (!tip.equals(there)) {
            if (!Objects.equals(there, expected)
                    || (expected != null && !lineOf(tip).contains(expected))) {
                return false;
            }
            remote.put(branch, tip);
        }
        if (answersToLose > 0) {
            answersToLose--;
            throw new SourceUnavailable("the config repository gave no answer to the push");
        }
        return true;
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
        return push(branch, contents, null, others);
    }

    private Revision push(
            String branch,
            SortedMap<String, Content> contents,
            @Nullable Trailers trailers,
            Revision... others) {
        var revision = newRevision();
        var parents = new ArrayList<>(List.of(others));
        var head = headOf(branch);
        if (head != null) {
            parents.add(head);
        }
        commits.put(
                revision,
                new InMemoryCommit(List.copyOf(parents), contents, "somebody", "", null, trailers));
        remote.put(branch, revision);
        return revision;
    }

    /** One that no commit has had. */
    private Revision newRevision() {
        return new Revision(ObjectDigest.of("commit " + revisions++).hex().substring(0, 40));
    }

    private InMemoryCommit mirroredCommit(Revision revision) {
        if (!mirrored.contains(revision)) {
            throw new SourceUnavailable("the mirror has no revision " + revision);
        }
        return commit(revision);
    }

    private InMemoryCommit commit(Revision revision) {
        var commit = commits.get(revision);
        if (commit == null) {
            throw new IllegalStateException("no commit " + revision);
        }
        return commit;
    }

    private Set<Revision> lineOf(Revision revision) {
        var line = new LinkedHashSet<Revision>(); // newest first
        var ahead = new ArrayDeque<>(List.of(revision));
        while (!ahead.isEmpty()) {
            var next = ahead.remove();
            if (line.add(next)) {
                ahead.addAll(commit(next).parents());
            }
        }
        return line;
    }
}
