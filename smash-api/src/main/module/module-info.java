/**
 * Search spaces, HyperNets, search and data. It is open so that JSON is read into records, these
 * and those of a program's own spaces.
 */
open module org.smashnas.api {
  requires transitive com.google.common;
  requires transitive org.slf4j;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.csv;
  requires com.fasterxml.jackson.datatype.guava;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires hipparchus.core;
  requires hipparchus.stat;
  requires java.desktop;
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports org.smashnas.cells;
  exports org.smashnas.data;
  exports org.smashnas.file;
  exports org.smashnas.funnel;
  exports org.smashnas.hypernet;
  exports org.smashnas.json;
  exports org.smashnas.memorybank;
  exports org.smashnas.network;
  exports org.smashnas.random;
  exports org.smashnas.search;
  exports org.smashnas.space;
  exports org.smashnas.study;
  exports org.smashnas.testing;
}
