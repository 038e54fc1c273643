package dev.balancerdeployer.delivery.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS.FileStoreAttributes;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from what is configured for people on this machine ({@code insteadOf} and the like),
 * and from starting {@code git} to find that out.
 */
final class OwnSystemReader extends SystemReader.Delegate {

    static {
        SystemReader.setInstance(new OwnSystemReader(SystemReader.getInstance()));
        FileStoreAttributes.setBackground(true);
    }

    private OwnSystemReader(SystemReader actual) {
        super(actual);
    }

    /** For the whole process; a second time it does nothing. */
    static void install() {
        // the class is initialised now
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS files) {
        return new Empty(parent, files);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS files) {
        return new Empty(parent, files);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS files) {
        return new Empty(parent, files);
    }

    private static final class Empty extends FileBasedConfig {

        Empty(@Nullable Config parent, FS files) {
            super(parent, null, files);
        }

        @Override
        public void load() {
            // there is nothing
        }

        @Override
        public void save() {
            // and it stays so
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
