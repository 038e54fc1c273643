package dev.balancerdeployertest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;

/**
 * Rules that every module's {@code ArchitectureTest} pulls in with {@code
 * ArchTests.in(HouseRules.class)}.
 */
public final class HouseRules {

    @ArchTest
    static final ArchRule technology_stays_in_its_adapter =
            noClasses()
                    .that(
                            DescribedPredicate.not(
                                    resideInAnyPackage(
                                            "..mongo..",
                                            "..http..",
                                            "..git..",
                                            "..quartz..",
                                            "..web..",
                                            "..embedded..",
                                            "dev.balancerdeployer.store..",
                                            "dev.balancerdeployerbench..")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.data..",
                            "com.mongodb..",
                            "org.bson..",
                            "org.quartz..",
                            "org.eclipse.jgit..",
                            "org.springframework.web..",
                            "org.springframework.http..",
                            "de.bwaldvogel..")
                    .because("a port speaks the domain's words only")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule adapters_are_package_private =
            classes()
                    .that()
                    .resideInAnyPackage("..mongo..", "..http..", "..git..", "..quartz..")
                    .and()
                    .areTopLevelClasses()
                    .and(DescribedPredicate.not(ofTests()))
                    .should()
                    .notBePublic()
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule time_comes_from_a_clock =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone")
                    .because("a test must be able to move time");

    @ArchTest
    static final ArchRule jackson_is_version_3 =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("com.fasterxml.jackson.databind..")
                                    .or(resideInAPackage("com.fasterxml.jackson.core..")))
                    .because(
                            "libraries bring Jackson 2 along, which is not the one that is set up");

    @ArchTest
    static final ArchRule no_shell_is_started =
            noClasses()
                    .should()
                    .callMethod(Runtime.class, "exec", String.class)
                    .because("user text must never reach a command line");

    /** Classes of a test jar, which may have doors that the product has not. */
    public static DescribedPredicate<JavaClass> ofTests() {
        return DescribedPredicate.describe(
                "of tests",
                it ->
                        it.getSource()
                                .map(source -> source.getUri().toString())
                                .filter(uri ->
                                        uri.contains("-tests.jar")
                                                || uri.contains("/test-classes/"))
                                .isPresent());
    }

    private HouseRules() {}
}
