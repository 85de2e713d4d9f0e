/** HyperNets and networks on TensorFlow. */
module org.smashnas.tf {
  requires transitive org.smashnas.api;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.sun.jna;
  requires hipparchus.core;
  requires jdk.jfr;
  requires org.slf4j;
  requires tensorflow;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports org.smashnas.tf;
}
