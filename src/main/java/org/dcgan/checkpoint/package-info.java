/** Owns the object layout: the keys of a job's objects and the parts of a checkpoint. */
package org.dcgan.checkpoint;
