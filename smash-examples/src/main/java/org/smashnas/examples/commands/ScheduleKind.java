package org.smashnas.examples.commands;

/** What becomes of the learning rate. */
enum ScheduleKind {
  COSINE,
  STEPS,
  CONSTANT
}
