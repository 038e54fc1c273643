package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.at;
import static dev.balancerdeployer.weights.Weighty.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** Changes by one process whose store is well. */
@NullMarked
abstract class OneProcess {

    static final String THIRDS = "search SAS=34 MSK=33 MAN=33; video SAS=1 MSK=1";

    final World world = new World();
    final World.Replica process = world.process();

    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj("L%d"::formatted).toList();
    }

    PerLocation<Integer> effective() {
        return process.queries.current(PRODUCTION).orElseThrow().effective();
    }

    static ChangeRequest shift(String away, Duration length) {
        return request(new Change.StartShift(List.of(at(away)), null, length));
    }

    Answer done(ChangeRequest request) {
        var outcome = process.changes.apply(request);
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) outcome).answer();
    }

    void done(ChangeRequest request, Refusal refusal) {
        assertThat(process.changes.apply(request)).isEqualTo(new Refused(refusal));
    }

    Answer.Stepped stepped(ChangeRequest request) {
        return (Answer.Stepped) done(request);
    }

    Refusal refused(ChangeRequest request) {
        var outcome = process.changes.apply(request);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).why();
    }

    List<String> places(ChangeRequest request) {
        return ((Refusal.Invalid) refused(request))
                .mistakes().stream().map(Refusal.Mistake::place).toList();
    }

    List<SafetyRule> broken(ChangeRequest request) {
        return ((Refusal.Unsafe) refused(request)).rules().stream().map(BrokenRule::rule).toList();
    }
}
