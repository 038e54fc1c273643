package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Puts a version in the place of the one before it, and finds out what became of that when the
 * answer is lost or doubtful (SPEC C8). Sending it again is harmless: it matches one {@code rev}
 * and that never comes back.
 *
 * <pre>{@code
 * file the previous line -> send at its rev -> matched: landed
 *                                 ^         -> else read the document, then the filed lines:
 *                                 |              our attempt made that version -> landed
 *                                 |              the rev has moved on          -> can never land
 *                                 +------------- the rev is still there        -> send again
 * }</pre>
 */
final class ItsWriter {

    private static final int SENDS = 3;

    private final Documents values;
    private final Documents lines;

    ItsWriter(Documents values, Documents lines) {
        this.values = values;
        this.lines = lines;
    }

    /**
     * @param previous as it was read; null if the path never was
     * @return false if somebody else was faster: this change has not happened and never will
     * @throws StoreUnavailable if it is not known what became of it
     */
    boolean write(ItsPath path, @Nullable ItsDocument previous, ItsDocument next, String attempt) {
        if (previous != null) {
            lines.insert(previous.line(path));
        }
        RuntimeException doubt = new IllegalStateException("neither stored nor refused");
        for (var sent = 0; sent < SENDS; sent++) {
            try {
                if (send(path, previous, next)) {
                    return true;
                }
            } catch (StoreUnavailable e) {
                doubt = e;
            }
            switch (fate(path, previous, next, attempt)) {
                case LANDED -> {
                    return true;
                }
                case DEFEATED -> {
                    return false;
                }
                case OPEN -> {
                    // it may still land; the same write again makes that certain or impossible
                }
            }
        }
        throw new StoreUnavailable("could not find out what became of a change of its", doubt);
    }

    private boolean send(ItsPath path, @Nullable ItsDocument previous, ItsDocument next) {
        return previous == null
                ? values.insert(new Document(next.fields()).append(Documents.REV, 1L))
                : values.replace(Cas.at(path.value(), previous.rev()), next.fields());
    }

    private Fate fate(
            ItsPath path, @Nullable ItsDocument previous, ItsDocument next, String attempt) {
        var now = values.find(path.value()).map(ItsDocument::new).orElse(null);
        if (now == null || (previous != null && now.rev() == previous.rev())) {
            return Fate.OPEN;
        }
        var ours =
                now.version() == next.version()
                        ? now.madeBy(attempt)
                        : lines.find(ItsDocument.lineId(path, next.version()))
                                .map(ItsDocument::new)
                                .filter(it -> it.madeBy(attempt))
                                .isPresent();
        return ours ? Fate.LANDED : Fate.DEFEATED;
    }

    /** What became of a write without a clear answer. */
    private enum Fate {
        LANDED,
        DEFEATED,
        OPEN
    }
}
