/**
 * The one way our adapters talk to MongoDB: single-document compare-and-set on a growing {@code
 * rev}, majority concerns, the database's time, and paging (SPEC C8). Used by adapters only.
 *
 * <p>How an adapter uses it:
 *
 * <pre>{@code
 * MongoThings(Store store) {
 *     things = store.collection("things").withRevIndex();
 * }
 *
 * var stored = things.find(id).orElseThrow();                    // majority read from the primary
 * var at = Cas.at(id, stored.getLong("rev"));                    // or Cas.before(id, rev, notAfter)
 * var after = things.update(at, new Document("$set", ...));      // empty: somebody was faster, or
 *                                                                // notAfter has passed: read again
 * var filed = lines.insert(new Document("_id", ...));            // false: it is there already
 * }</pre>
 *
 * <p>Every change goes through {@link dev.balancerdeployer.store.Documents}, which raises {@code
 * rev} itself. Every call may throw {@link dev.balancerdeployer.coordination.StoreUnavailable}: a
 * change may or may not have happened then. A change that the driver sent a second time by itself
 * may have matched nothing the second time although the first one landed, so that an empty answer,
 * too, is resolved by reading (the attempt id in the document), never guessed.
 *
 * <p>The module is open to Modulith's check of cycles, since {@code coordination} has both the
 * ports that it speaks of and adapters that use it; the packages themselves form no cycle.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN, allowedDependencies = "coordination")
@NullMarked
package dev.balancerdeployer.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
