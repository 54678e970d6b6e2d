package org.dcgan.imports;

import java.nio.file.Path;
import java.util.List;

/**
 * A data set that is ready to be stored.
 *
 * @param card what it is
 * @param folder where its files lie, by their names; whoever gave it removes it
 * @param skipped the first files that were left out
 */
public record PreparedDataset(DatasetCard card, Path folder, List<SkippedFile> skipped) {}
