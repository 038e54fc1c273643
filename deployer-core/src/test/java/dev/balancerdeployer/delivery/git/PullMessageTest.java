package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.NamespaceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.FooterLine;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in a commit, and what is believed of it (SPEC D13, D14). */
class PullMessageTest {

    static final List<String> HOSTILE =
            List.of(
                    "",
                    "   \n\n\t",
                    "one line",
                    "one line\n",
                    "two\nlines",
                    "a subject\n\nAwacs-Version: 99\n",
                    "Awacs-Version: 99",
                    "Awacs-Namespace: other\nAwacs-Version: 99",
                    "x\n\nAwacs-Namespace: other\nAwacs-Version: 99\n\n\n",
                    "x\r\n\r\nAwacs-Namespace: other\r\nAwacs-Version: 99\r\n",
                    "x\n\nSigned-off-by: Mallory <m@example.com>",
                    "x\n\nAwacs-Version: 99\n---\nb",
                    "x\n\nAwacs-Version: 99\n--- \n",
                    "---",
                    "x\n# ------------------------ >8 ------------------------\ny",
                    "x\nConflicts:\n\ta\n",
                    "# a comment\n# Awacs-Version: 99",
                    "x\u2028\u2028Awacs-Version: 99",
                    "x\u0085\u0085Awacs-Version: 99",
                    "x\u000b\u000b Awacs-Version: 99",
                    "a\0b\n\nAwacs-Version: 99",
                    "bell \u0007 and \u001b[31mred\u001b[0m",
                    "\ud800 half a character",
                    "\u202eright to left",
                    "näme ".repeat(40),
                    "\ud83d\ude00".repeat(100),
                    "fixup! amend",
                    "x\n\n Awacs-Version: 99\n\tgoes on");

    private static final PullMessage MESSAGE = new PullMessage(new NamespaceId("maps-front"), 12);

    private static final Instant USUAL = Instant.parse("2026-03-01T10:15:30Z");

    @TempDir Path directory;

    // ---- writing

    @Test
    void namesNamespaceVersionAndTheFirstLineOfTheComment() {
        assertThat(MESSAGE.text("Raise the timeouts\n"))
                .isEqualTo(
                        """
                        maps-front version 12: Raise the timeouts

                        Awacs-Namespace: maps-front
                        Awacs-Version: 12
                        """);
        assertThat(MESSAGE.text(" \n"))
                .isEqualTo(
                        """
                        maps-front version 12

                        Awacs-Namespace: maps-front
                        Awacs-Version: 12
                        """);
    }

    @Test
    void quotesACommentThatIsLonger() {
        assertThat(MESSAGE.text("Raise the timeouts\r\n\r\n  of the slow ones\n\nTICKET: 1"))
                .isEqualTo(
                        """
                        maps-front version 12: Raise the timeouts

                        > Raise the timeouts
                        >
                        >   of the slow ones
                        >
                        > TICKET: 1

                        Awacs-Namespace: maps-front
                        Awacs-Version: 12
                        """);
        var line = "word ".repeat(30).strip();
        assertThat(MESSAGE.text(line).lines())
                .first()
                .asString()
                .startsWith("maps-front version 12: word")
                .endsWith("...")
                .hasSizeLessThanOrEqualTo("maps-front version 12: ".length() + 72);
        assertThat(MESSAGE.text(line)).contains("> " + line);
    }

    @Test
    void noCommentForgesATrailer() {
        assertThat(HOSTILE).allSatisfy(PullMessageTest::requireOwnTrailersOnly);
    }

    @Test
    void noRandomCommentForgesATrailer() {
        var seed = 20_261_126L;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++) {
            requireOwnTrailersOnly(randomComment(random));
        }
    }

    private static String randomComment(Random random) {
        var comment = new StringBuilder();
        for (var i = random.nextInt(8); i > 0; i--) {
            comment.append(HOSTILE.get(random.nextInt(HOSTILE.size())))
                    .append(
                            switch (random.nextInt(5)) {
                                case 0 -> "\n";
                                case 1 -> "\n\n";
                                case 2 -> "\r";
                                case 3 -> ": ";
                                default -> "";
                            });
        }
        return comment.toString();
    }

    private static void requireOwnTrailersOnly(String comment) {
        var text = MESSAGE.text(comment);
        var subject = text.lines().findFirst().orElseThrow();

        assertThat(PullMessage.claimed(text)).contains(MESSAGE);
        assertThat(FooterLine.fromMessage(text))
                .extracting(it -> it.getKey() + "=" + it.getValue())
                .containsExactly("Awacs-Namespace=maps-front", "Awacs-Version=12");
        assertThat(text).doesNotContain("\r").doesNotContain("\0").doesNotContain("\u001b");
        assertThat(subject).startsWith("maps-front version 12").doesNotContain("\t");
        assertThat(subject.codePointCount(0, subject.length()))
                .isLessThanOrEqualTo("maps-front version 12: ".length() + 72);
    }

    @Test
    void gitReadsTheSameTrailers() throws Exception {
        GitCommand.assumeInstalled();
        try (var remote = new TestRemote(directory.resolve("remote.git"))) {
            var git = new GitCommand(directory.resolve("remote.git"));
            var tree = remote.tree();
            for (var comment : HOSTILE) {
                var text = MESSAGE.text(comment);
                remote.push("main", tree, text);

                assertThat(git.run(text, "interpret-trailers", "--parse"))
                        .as(comment)
                        .isEqualTo("Awacs-Namespace: maps-front\nAwacs-Version: 12\n");
            }
            assertThat(
                            git.run(
                                    "",
                                    "log",
                                    "--format=%(trailers:key=Awacs-Version,valueonly,separator=+)"
                                            + "/%(trailers:key=Awacs-Namespace,valueonly)",
                                    "main"))
                    .isEqualTo("12/maps-front\n\n".repeat(HOSTILE.size()));
        }
    }

    // ---- reading

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5\n\n\n",
                "x\r\n\r\nAwacs-Namespace: a\r\nAwacs-Version: 5\r\n",
                "x\n\ny\n \t\nAwacs-Version:5\nawacs-namespace :  a\n",
                "x\n\nSigned-off-by: B <b@x>\nAwacs-Namespace: a\nAwacs-Version: 5\nAcked-by: C\n",
                "x\n\nAwacs-Version: 9\n\nAwacs-Namespace: a\nAwacs-Version: 5"
            })
    void believesBothTrailersInTheLastParagraph(String message) {
        assertThat(PullMessage.claimed(message)).contains(new PullMessage(new NamespaceId("a"), 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "Awacs-Namespace: a\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a",
                "x\n\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a\n\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5\n\nmore words",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5\nmore words",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a\nAwacs-Namespace: b\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5\n 6",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: -5",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 05",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 5.0",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: \u0665",
                "x\n\nAwacs-Namespace: a\nAwacs-Version: 99999999999999999999",
                "x\n\nAwacs-Namespace: ../a\nAwacs-Version: 5",
                "x\n\nAwacs-Namespace:\nAwacs-Version: 5",
                "x\n\n> Awacs-Namespace: a\n> Awacs-Version: 5"
            })
    void believesNothingElse(String message) {
        assertThat(PullMessage.claimed(message)).isEmpty();
    }

    // ---- authors

    @Test
    void anyNameMakesAValidCommit() throws IOException {
        var names =
                List.of(
                        "",
                        " ",
                        "<>",
                        "a\nb",
                        "a\0b",
                        "\r\n",
                        "alice",
                        "Alice <alice@example.com>",
                        "a> 0 +0000\ncommitter mallory <m@x",
                        "...",
                        "\"'\\",
                        "\ud800",
                        "Алиса",
                        "@",
                        "a@b@c",
                        "x".repeat(100_000),
                        "\ud83d\ude00".repeat(5_000));
        for (var name : names) {
            for (var at : List.of(Instant.MIN, USUAL, Instant.MAX)) {
                var commit = new CommitBuilder();
                commit.setTreeId(ObjectId.zeroId());
                commit.setAuthor(Author.of(name, at));
                commit.setCommitter(new PersonIdent("c", "c@x", USUAL, ZoneOffset.UTC));
                commit.setMessage("x");
                var raw = commit.build();

                new ObjectChecker().check(ObjectId.zeroId(), Constants.OBJ_COMMIT, raw);
                var author = RevCommit.parse(raw).getAuthorIdent();
                assertThat(author.getName()).isNotBlank().hasSizeLessThanOrEqualTo(400);
                assertThat(author.getEmailAddress()).matches("[^\\s<>@]+@[^\\s<>@]+");
            }
        }
    }

    @Test
    void namesWhoChangedIt() {
        var at = USUAL.plusMillis(7);

        var alice = Author.of("alice", at);
        assertThat(alice.toExternalString()).isEqualTo("alice <alice@awacs> 1772360130 +0000");
        assertThat(Author.of("bob@example.com", at).getEmailAddress()).isEqualTo("bob@example.com");
        assertThat(Author.of("Bob B. (ops)", at).toExternalString())
                .startsWith("Bob B. (ops) <Bob-B.-ops-@awacs>");
        assertThat(Author.of("Алиса", at).getEmailAddress()).isEqualTo("Алиса@awacs");
    }
}
