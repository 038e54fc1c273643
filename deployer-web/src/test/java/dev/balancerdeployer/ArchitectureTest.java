package dev.balancerdeployer;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.balancerdeployertest.HouseRules;
import org.jspecify.annotations.NullMarked;

@NullMarked
@AnalyzeClasses(packages = "dev.balancerdeployer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests HOUSE_RULES = ArchTests.in(HouseRules.class);
}
