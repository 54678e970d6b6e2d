/**
 * Imports data sets: pictures, IDX files and NumPy arrays, in folders and zips, become four IDX files in the bucket.
 * Start with {@link org.dcgan.imports.DatasetImport}.
 */
package org.dcgan.imports;
