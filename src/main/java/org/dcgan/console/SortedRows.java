package org.dcgan.console;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Numbers of rows, sorted by a unique key of each row. Adding a row with the largest key is cheapest. */
final class SortedRows {
    private final IntToLongFunction key;
    private int[] rows = new int[16];
    private int size;

    /** @param key of a row's number */
    SortedRows(IntToLongFunction key) {
        this.key = key;
    }

    /** The row of a key; −1 if there is none. */
    int find(long wanted) {
        int place = place(wanted);
        return place < size && key.applyAsLong(rows[place]) == wanted ? rows[place] : -1;
    }

    /** Adds a row with a new key. */
    void add(int row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size + size / 2);
        }
        int place = place(key.applyAsLong(row));
        System.arraycopy(rows, place, rows, place + 1, size - place);
        rows[place] = row;
        size++;
    }

    void remove(int row) {
        int place = place(key.applyAsLong(row));
        size--;
        System.arraycopy(rows, place + 1, rows, place, size - place);
    }

    /** The rows with this key or a larger one, in order. */
    IntStream from(long smallest) {
        return Arrays.stream(rows, place(smallest), size);
    }

    /** How many rows have smaller keys. */
    private int place(long wanted) {
        int from = 0;
        int to = size;
        if (size > 0 && key.applyAsLong(rows[size - 1]) < wanted) {
            return size;
        }
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (key.applyAsLong(rows[middle]) < wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
