package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemCatalogueTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(/problems/[a-z0-9-]+)` \\| ([0-9]{3}) \\| .+ \\| .+ \\|");

    @Test
    void listsInTheDocumentationWhatTheCodeKnows() throws IOException {
        var documented =
                Files.readAllLines(documentation()).stream()
                        .map(ROW::matcher)
                        .filter(java.util.regex.Matcher::matches)
                        .map(row -> row.group(1) + " " + row.group(2))
                        .toList();

        assertThat(documented)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemType.values())
                                .map(type -> type.type() + " " + type.status())
                                .toList());
    }

    @Test
    void findsATypeForEveryStatus() {
        for (var status = 400; status < 600; status++) {
            assertThat(ProblemType.ofStatus(status)).isNotNull();
        }
        assertThat(ProblemType.ofStatus(409)).isEqualTo(ProblemType.WRONG_STATE);
        assertThat(ProblemType.ofStatus(418)).isEqualTo(ProblemType.INVALID_REQUEST);
        assertThat(ProblemType.ofStatus(502)).isEqualTo(ProblemType.INTERNAL);
    }

    private static Path documentation() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var file = at.resolve("docs/problems.md");
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new AssertionError("docs/problems.md not found above the working directory");
    }
}
