package dev.balancerdeployer.delivery.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from what is configured for people on this machine ({@code insteadOf} and the like),
 * from starting {@code git} to find that out, and from measuring the file system, which takes time
 * and leaves files behind in directories that are renamed meanwhile.
 */
final class OwnSystemReader extends SystemReader.Delegate {

    static {
        SystemReader.setInstance(new OwnSystemReader(SystemReader.getInstance()));
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

    /** Says nothing but how exact the times of files are, at worst. */
    private static final class Empty extends FileBasedConfig {

        private static final String COARSE = "2 seconds";

        Empty(@Nullable Config parent, FS files) {
            super(parent, null, files);
        }

        @Override
        public @Nullable String getString(
                String section, @Nullable String subsection, String name) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                            && (name.equals(ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION)
                                    || name.equals(ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD))
                    ? COARSE
                    : super.getString(section, subsection, name);
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
