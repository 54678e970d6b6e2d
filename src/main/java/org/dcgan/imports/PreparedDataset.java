package org.dcgan.imports;

import java.nio.file.Path;
import java.util.List;

/**
 * A data set that is ready to be stored.
 *
 * @param card its description
 * @param folder the folder with its files; the caller removes it
 * @param skipped the first files that were left out
 */
public record PreparedDataset(DatasetCard card, Path folder, List<SkippedFile> skipped) {}
