package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.TextDiff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.jspecify.annotations.Nullable;

/** Diffs as git shows them. */
final class GitTextDiff implements TextDiff {

    @Override
    public String unified(ObjectPath path, @Nullable String before, @Nullable String after) {
        var from = text(before);
        var to = text(after);
        var edits = LineDiff.edits(from, to);
        if (edits.isEmpty() && (before == null) == (after == null)) {
            return "";
        }
        try (var out = new ByteArrayOutputStream();
                var formatter = new DiffFormatter(out)) {
            formatter.format(edits, from, to);
            formatter.flush();
            return "--- %s\n+++ %s\n%s"
                    .formatted(
                            before == null ? "/dev/null" : "a/" + path,
                            after == null ? "/dev/null" : "b/" + path,
                            out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }

    private static RawText text(@Nullable String text) {
        return text == null
                ? RawText.EMPTY_TEXT
                : new RawText(text.getBytes(StandardCharsets.UTF_8));
    }
}
