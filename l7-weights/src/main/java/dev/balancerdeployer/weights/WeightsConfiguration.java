package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.EndOfWaits;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.Upkeep;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Weights: changes, reads, the wait for what is current, and upkeep. */
@Configuration(proxyBeanMethods = false)
class WeightsConfiguration {

    @Bean
    Stores weightStores(
            ConfigRecords configs,
            VersionHistory history,
            FiledAnswers answers,
            EndedShifts ended,
            ItsValues its,
            DatabaseTime time,
            Audit audit) {
        return new Stores(configs, history, answers, ended, its, time, audit);
    }

    @Bean
    Publication weightPublication(ItsValues its) {
        return new Publication(its);
    }

    @Bean
    Workshop weightWorkshop(
            Stores weightStores,
            Publication weightPublication,
            ObjectProvider<WeightSignals> signals) {
        return new Workshop(
                weightStores,
                weightPublication,
                new Finishing(weightStores, weightPublication),
                new Turns(),
                WeightSignals.all(signals.stream().toList()),
                Pace.system(),
                new SecureRandom());
    }

    @Bean
    WeightChanges weightChanges(Workshop weightWorkshop) {
        return new WeightChanges(weightWorkshop);
    }

    @Bean
    WeightQueries weightQueries(Stores weightStores, Publication weightPublication) {
        return new WeightQueries(weightStores, weightPublication);
    }

    @Bean
    CurrentWeights currentWeights(WeightQueries queries, Publication weightPublication) {
        var current = new CurrentWeights(queries);
        weightPublication.tell(current::changed);
        return current;
    }

    @Bean
    EndOfWaits endOfWeightWaits(CurrentWeights current) {
        return new EndOfWaits(current::close);
    }

    @Bean
    Upkeep weightReconciler(Workshop weightWorkshop) {
        return new Reconciler(weightWorkshop.stores(), weightWorkshop.finishing());
    }

    @Bean
    Upkeep weightShiftEnds(Workshop weightWorkshop) {
        return new ShiftEnds(weightWorkshop);
    }

    @Bean
    Upkeep weightSweeper(Stores weightStores) {
        return new Sweeper(weightStores);
    }
}
