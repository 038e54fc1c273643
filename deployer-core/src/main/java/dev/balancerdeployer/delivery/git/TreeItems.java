package dev.balancerdeployer.delivery.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** A git tree object that can be changed: every byte that is not meant stays what it is. */
final class TreeItems {

    static final String NEW_FILE = "100644";
    static final String NEW_DIRECTORY = "40000";

    private final List<Item> items;

    /**
     * One entry, with a character for each byte.
     *
     * @param mode as it is written, which may be unusual
     */
    record Item(String mode, String name, ObjectId id) {

        RawTree.Kind kind() {
            return RawTree.Kind.of(Integer.parseInt(mode, 8));
        }

        /** Git sorts directories as if their names ended so. */
        private String sorted() {
            return kind() == RawTree.Kind.DIRECTORY ? name + "/" : name;
        }
    }

    private TreeItems(List<Item> items) {
        this.items = items;
    }

    static TreeItems empty() {
        return new TreeItems(new ArrayList<>());
    }

    /**
     * @throws RawTree.Refused if it is malformed
     */
    static TreeItems parse(byte[] bytes) throws RawTree.Refused {
        var sound = RawTree.parse(bytes).entries();
        var items = new ArrayList<Item>(sound.size());
        var at = 0;
        for (var entry : sound) {
            var mode = upTo(' ', bytes, at);
            var name = upTo('\0', bytes, at + mode.length() + 1);
            at += mode.length() + name.length() + 2 + Constants.OBJECT_ID_LENGTH;
            items.add(new Item(mode, name, entry.id()));
        }
        return new TreeItems(items);
    }

    private static String upTo(char end, byte[] bytes, int start) {
        var at = start;
        while (bytes[at] != end) {
            at++;
        }
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        var id = new byte[Constants.OBJECT_ID_LENGTH];
        for (var item : items) {
            bytes.writeBytes(
                    (item.mode() + " " + item.name() + "\0").getBytes(StandardCharsets.ISO_8859_1));
            item.id().copyRawTo(id, 0);
            bytes.writeBytes(id);
        }
        return bytes.toByteArray();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Optional<Item> find(String name) {
        return items.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    Optional<Item> directory(String name) {
        return items.stream()
                .filter(it -> it.kind() == RawTree.Kind.DIRECTORY && it.name().equals(name))
                .findFirst();
    }

    /** Its mode stays. */
    void replace(Item item, ObjectId id) {
        Collections.replaceAll(items, item, new Item(item.mode(), item.name(), id));
    }

    void remove(Item item) {
        items.remove(item);
    }

    /** Where git expects it. */
    void add(String mode, String name, ObjectId id) {
        var added = new Item(mode, name, id);
        var at = 0;
        while (at < items.size() && items.get(at).sorted().compareTo(added.sorted()) < 0) {
            at++;
        }
        items.add(at, added);
    }
}
