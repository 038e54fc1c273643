package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.SourceProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Judges the directories of namespaces and remembers the verdict by git tree id, so that one that
 * did not change costs nothing (SPEC D2, D7). Thread-safe.
 */
final class Inspector {

    /** Twice the namespaces, so that two branches do not push each other out. */
    private static final int REMEMBERED = 2 * SourceLimits.MAX_NAMESPACES;

    /** No config begins so, and as one it would be an outage. */
    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

    private final NamespaceFileParser parser;
    private final BoundedCache<ObjectId, Verdict> verdicts = new BoundedCache<>(REMEMBERED);

    Inspector(NamespaceFileParser parser) {
        this.parser = parser;
    }

    Verdict inspect(ObjectReader reader, ObjectId tree) {
        return verdicts.find(tree).orElseGet(() -> judge(reader, tree));
    }

    private Verdict judge(ObjectReader reader, ObjectId tree) {
        var verdict = new Judgement(reader, tree).verdict();
        if (!(verdict instanceof Verdict.Bad bad && bad.damaged())) {
            verdicts.put(tree.copy(), verdict);
        }
        return verdict;
    }

    private final class Judgement {

        private final ObjectReader reader;
        private final DirectoryWalk walk;
        private final List<SourceProblem> problems;
        private boolean damaged;

        Judgement(ObjectReader reader, ObjectId tree) {
            this.reader = reader;
            walk = DirectoryWalk.of(reader, tree);
            problems = new ArrayList<>(walk.problems());
            damaged = walk.damaged();
        }

        Verdict verdict() {
            var file = namespaceFile();
            if (file instanceof NamespaceFileParser.Result.Bad bad) {
                problems.addAll(0, bad.problems());
            }
            if (!walk.stopped()) {
                walk.objects().forEach((path, id) -> requireText(path.value(), id));
            }
            if (file instanceof NamespaceFileParser.Result.Good good && problems.isEmpty()) {
                return new Verdict.Good(walk.digest(), good.file());
            }
            return new Verdict.Bad(
                    problems.stream().limit(SourceLimits.MAX_PROBLEMS).toList(), damaged);
        }

        private NamespaceFileParser.Result namespaceFile() {
            var id = walk.namespaceFile();
            if (id.isEmpty()) {
                return walk.stopped()
                                || problems.stream()
                                        .anyMatch(it -> it.file().equals(NamespaceFile.NAME))
                        ? new NamespaceFileParser.Result.Bad(List.of())
                        : bad(0, "is missing");
            }
            return switch (text(id.get(), SourceLimits.MAX_YAML_BYTES)) {
                case StrictText.Good(var text) -> parser.parse(text);
                case StrictText.Bad(var line, var reason) -> bad(line, reason);
            };
        }

        private NamespaceFileParser.Result bad(int line, String reason) {
            return new NamespaceFileParser.Result.Bad(
                    List.of(new SourceProblem(NamespaceFile.NAME, line, reason)));
        }

        private void requireText(String path, ObjectId id) {
            switch (text(id, SourceLimits.MAX_OBJECT_BYTES)) {
                case StrictText.Bad(var line, var reason) ->
                        problems.add(new SourceProblem(path, line, reason));
                case StrictText.Good(var text) when text.startsWith(LFS_POINTER) ->
                        problems.add(
                                new SourceProblem(
                                        path, 1, "a pointer of Git LFS (expected: the text)"));
                case StrictText.Good _ -> {}
            }
        }

        private StrictText text(ObjectId id, int maxBytes) {
            try {
                return Blobs.read(reader, id, maxBytes);
            } catch (IOException _) {
                damaged = true;
                return new StrictText.Bad(0, Blobs.UNREADABLE);
            }
        }
    }
}
