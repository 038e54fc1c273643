package dev.balancerdeployer.coordination;

/** Makes the guard of a run's writes (SPEC C5). */
@FunctionalInterface
interface WriteGuards {

    WriteGuard of(Fence fence);
}
