/** An application that names what it needs of ours, and lets JSON read its records. */
module com.example.modular {
  requires org.smashnas.tf;

  opens com.example.modular to
      com.fasterxml.jackson.databind;
}
