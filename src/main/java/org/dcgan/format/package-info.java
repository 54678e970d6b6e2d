/** Recognises files of a wrong format, for helpful error messages. Start at {@link org.dcgan.format.FileKind}. */
package org.dcgan.format;
