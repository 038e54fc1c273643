package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Audit;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** There is no way to change or delete an entry (SPEC C9). */
@NullMarked
class AppendOnlyAuditTest {

    @Test
    void thePortOnlyRecordsAndFinds() {
        assertThat(Arrays.stream(Audit.class.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrder("record", "find");
    }
}
