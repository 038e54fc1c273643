package dev.balancerdeployer.delivery.git;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;

/** A name from awacs, which is hostile, as git can hold it. */
final class Author {

    private static final String NOBODY = "unknown";
    private static final int MAX_LENGTH = 200;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /** What git cuts off a name by itself. */
    private static final Pattern EDGES = Pattern.compile("^[\\s.,:;\"\\\\']+|[\\s.,:;\"\\\\']+$");

    private static final Pattern FORBIDDEN =
            Pattern.compile("[<>\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]+");

    private static final Pattern NO_LOCAL_PART = Pattern.compile("[^\\p{L}\\p{N}._+-]+");

    /** Git knows no earlier and no later ones that every tool understands. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("2099-12-31T23:59:59Z");

    private Author() {}

    static PersonIdent of(String name, Instant at) {
        var clean = clean(FORBIDDEN.matcher(name).replaceAll(" "));
        var email =
                ADDRESS.matcher(clean).matches()
                        ? clean
                        : clean(NO_LOCAL_PART.matcher(clean).replaceAll("-")) + "@awacs";
        return new PersonIdent(clean, email, within(at), ZoneOffset.UTC);
    }

    private static String clean(String name) {
        var end =
                name.offsetByCodePoints(
                        0, Math.min(MAX_LENGTH, name.codePointCount(0, name.length())));
        var clean = EDGES.matcher(name.substring(0, end)).replaceAll("");
        return clean.isEmpty() ? NOBODY : clean;
    }

    private static Instant within(Instant at) {
        if (at.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return at.isAfter(LATEST) ? LATEST : at;
    }
}
