package org.smashnas.examples.commands;

import org.smashnas.memorybank.MemoryBankSpace;

/** The layouts that ops choose from. */
enum OpLayouts {
  SINGLE,
  VARIABLE,
  BIG,
  LONG;

  void applyTo(MemoryBankSpace.Builder space) {
    switch (this) {
      case SINGLE -> {}
      case VARIABLE -> space.variableOps();
      case BIG -> space.bigOps();
      case LONG -> space.longOps();
    }
  }
}
