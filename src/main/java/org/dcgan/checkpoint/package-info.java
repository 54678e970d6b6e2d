/** The one owner of the object layout: where a job's objects lie, and what a checkpoint is. */
package org.dcgan.checkpoint;
