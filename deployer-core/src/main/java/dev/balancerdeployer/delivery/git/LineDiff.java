package dev.balancerdeployer.delivery.git;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.Subsequence;
import org.eclipse.jgit.diff.SubsequenceComparator;

/**
 * Finds what differs between two texts in bearable time, whatever they hold. Good algorithms take
 * time by the square of lines times changes, so long texts are first cut at lines that occur once
 * in each (as in patience diff), and of what lies between two cuts only short pieces are compared.
 */
final class LineDiff {

    /** Up to this many lines on both sides together are compared as a whole. */
    private static final int MAX_WHOLE = 4_000;

    /** A longer piece between two cuts counts as replaced. */
    private static final int MAX_PIECE = 500;

    private static final DiffAlgorithm ALGORITHM = algorithm();

    private final RawText before;
    private final RawText after;
    private final EditList edits = new EditList();

    private LineDiff(RawText before, RawText after) {
        this.before = before;
        this.after = after;
    }

    static EditList edits(RawText before, RawText after) {
        if (before.size() + after.size() <= MAX_WHOLE) {
            return ALGORITHM.diff(RawTextComparator.DEFAULT, before, after);
        }
        return new LineDiff(before, after).cutAndCompare();
    }

    /** A line that occurs once in each text. */
    private record Cut(int before, int after) {}

    private EditList cutAndCompare() {
        var from = new Cut(0, 0);
        for (var cut : inOrder(cuts())) {
            compare(new Edit(from.before(), cut.before(), from.after(), cut.after()));
            from = new Cut(cut.before() + 1, cut.after() + 1);
        }
        compare(new Edit(from.before(), before.size(), from.after(), after.size()));
        return edits;
    }

    private void compare(Edit piece) {
        var left = withoutCommonEnds(piece);
        if (left.isEmpty()) {
            return;
        }
        if (left.getLengthA() + left.getLengthB() > MAX_PIECE
                || left.getType() != Edit.Type.REPLACE) {
            edits.add(left);
            return;
        }
        var a = Subsequence.a(before, left);
        var b = Subsequence.b(after, left);
        var comparator = new SubsequenceComparator<RawText>(RawTextComparator.DEFAULT);
        edits.addAll(Subsequence.toBase(ALGORITHM.diff(comparator, a, b), a, b));
    }

    private Edit withoutCommonEnds(Edit piece) {
        var beginA = piece.getBeginA();
        var beginB = piece.getBeginB();
        var endA = piece.getEndA();
        var endB = piece.getEndB();
        while (beginA < endA && beginB < endB && areEqual(beginA, beginB)) {
            beginA++;
            beginB++;
        }
        while (beginA < endA && beginB < endB && areEqual(endA - 1, endB - 1)) {
            endA--;
            endB--;
        }
        return new Edit(beginA, endA, beginB, endB);
    }

    private boolean areEqual(int inBefore, int inAfter) {
        return RawTextComparator.DEFAULT.equals(before, inBefore, after, inAfter);
    }

    /** By their place in the text before. */
    private List<Cut> cuts() {
        var inBefore = places(before);
        var inAfter = places(after);
        var cuts = new ArrayList<Cut>();
        for (var i = 0; i < before.size(); i++) {
            var line = line(before, i);
            if (inBefore.getOrDefault(line, -1) == i) {
                var there = inAfter.getOrDefault(line, -1);
                if (there >= 0) {
                    cuts.add(new Cut(i, there));
                }
            }
        }
        return cuts;
    }

    /** Each line's place; -1 if it occurs more than once. */
    private static Map<String, Integer> places(RawText text) {
        var places = new HashMap<String, Integer>();
        for (var i = 0; i < text.size(); i++) {
            places.merge(line(text, i), i, (_, _) -> -1);
        }
        return places;
    }

    /** With its end, since a last line without one is another line. */
    private static String line(RawText text, int index) {
        return text.getString(index, index + 1, false);
    }

    /** The most of them that are in the same order in both texts. */
    private static List<Cut> inOrder(List<Cut> cuts) {
        var ends = new int[cuts.size()];
        var previous = new int[cuts.size()];
        var length = 0;
        for (var i = 0; i < cuts.size(); i++) {
            var low = 0;
            var high = length;
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (cuts.get(ends[middle]).after() < cuts.get(i).after()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : ends[low - 1];
            ends[low] = i;
            length = Math.max(length, low + 1);
        }
        var chain = new Cut[length];
        var at = length == 0 ? -1 : ends[length - 1];
        for (var i = length - 1; i >= 0; i--) {
            chain[i] = cuts.get(at);
            at = previous[at];
        }
        return Arrays.asList(chain);
    }

    private static DiffAlgorithm algorithm() {
        var histogram = new HistogramDiff();
        histogram.setFallbackAlgorithm(MyersDiff.INSTANCE);
        return histogram;
    }
}
