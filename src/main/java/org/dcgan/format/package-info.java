/** What files from elsewhere seem to be that are given in place of others. Start at {@link org.dcgan.format.FileKind}. */
package org.dcgan.format;
