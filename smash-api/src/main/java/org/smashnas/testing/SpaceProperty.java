package org.smashnas.testing;

/**
 * What {@link SpaceVerifier} verifies, the most basic first: a space that breaks one of the first
 * often breaks later ones in consequence.
 */
public enum SpaceProperty {
  /** {@code sample(random)} gives architectures that {@code validate} accepts. */
  SAMPLES_ARE_INSIDE(
      "samples are inside the space",
      "let sample draw only what validate accepts, or validate accept it"),
  /** {@code sample(random, progress)} gives such architectures at every progress from 0 to 1. */
  ANNEALED_SAMPLES_ARE_INSIDE(
      "samples at any training progress are inside the space",
      "let sample draw only what validate accepts, at progress 0 and 1 too"),
  /** {@code perturb} gives such architectures at every probability from 0 to 1. */
  PERTURBATIONS_ARE_INSIDE(
      "perturbations are inside the space",
      "let perturb draw each new value from those that validate accepts beside the others"),
  /**
   * Sampling and perturbing depend on their arguments alone: no state, clock or other generator.
   */
  DRAWS_ARE_REPEATABLE(
      "equal generators give equal architectures",
      "draw from the generator handed in alone: no field that changes, clock, hash order or"
          + " generator of your own"),
  /** Equal architectures have equal hash codes and JSON, different ones are not equal. */
  ARCHITECTURES_ARE_VALUES(
      "architectures are values",
      "make the architecture a record of numbers, texts, enums, lists and records, or write equals"
          + " and hashCode over all that its JSON holds"),
  /** Nothing changes an architecture, and it holds no array or list that could be changed. */
  ARCHITECTURES_ARE_IMMUTABLE(
      "architectures are immutable",
      "copy lists in the constructor with List.copyOf, hold no arrays, and change no field"),
  /** The codec reads back what it writes, and writes that again as the same one line of JSON. */
  JSON_ROUND_TRIPS(
      "architectures survive their JSON",
      "let the codec write and read every field; ArchitectureCodec.ofRecord does"),
  /**
   * The codec refuses, by an {@link IllegalArgumentException}, whatever it would not write so:
   * malformed text, fields that lack, are doubled, unknown or null, values of another type.
   */
  JSON_IS_STRICT(
      "the codec reads only what it writes",
      "let fromJson throw an IllegalArgumentException for whatever toJson would not write;"
          + " ArchitectureCodec.ofRecord does"),
  /** JSON given to {@link SpaceVerifier#reads} is still read, inside the space, and written so. */
  JSON_STAYS_READABLE(
      "JSON of earlier versions is read",
      "let the codec give what the text lacks its earlier meaning, and write it as before"),
  /** {@code hash} is the SHA-256 of the JSON. */
  HASH_IS_OF_JSON(
      "the hash is the SHA-256 of the JSON",
      "leave out the method hash of the space: the default is right"),
  /** {@code id()} is a text that stays the same and shows no object's identity. */
  ID_IS_STABLE(
      "the id is stable", "make id of the constructor's arguments alone, by numbers and names"),
  /**
   * Every architecture that {@code validate} accepts has a network, whose weights are generated or
   * shared, and a derived network, whose weights are its own.
   */
  NETWORKS_BUILD(
      "networks build",
      "mend network or derivedNetwork for this architecture, or let validate refuse it and sample"
          + " not draw it"),
  /** All networks read examples of one shape and give logits of one shape. */
  SHAPES_ARE_CONSTANT(
      "input and output shapes are constant over the space",
      "let every network read the space's one input shape and end in as many logits as there are"
          + " classes"),
  /** All networks that share a tensor, by its name, give it one shape and read parts of it. */
  SHARED_TENSORS_AGREE(
      "shared tensors have one shape over the space",
      "give the largest shape: Weight.shared(name, shape, tensor, largest)"),
  /**
   * The derived network has the topology of the scored one but for norms and activations, and its
   * weights' names and shapes.
   */
  DERIVED_NETWORKS_AGREE(
      "derived networks have the topology and weights of the scored ones",
      "leave out the method derivedNetwork of the space, or let both networks come from one"
          + " method"),
  /**
   * Each generated weight fits the weight grid, and its condition is in the range of the fields.
   */
  ENCODINGS_ARE_IN_RANGE(
      "encodings fit the weight grid",
      "make the weight grid and its fields large enough for the largest architecture"),
  /** Different architectures look different to the HyperNet. */
  ENCODINGS_ARE_DISTINCT(
      "different architectures have different encodings",
      "mark in the conditions of generated weights whatever tells the two architectures apart"),
  /** An architecture, and an equal one, has the same networks and encoding at every call. */
  NETWORKS_ARE_REPEATABLE(
      "equal architectures have equal networks",
      "build the network of the architecture alone, without a field that changes or a hash order"),
  /**
   * {@code validate} refuses architectures outside the space by an {@link IllegalArgumentException}
   * with a message, and so do {@code network} and {@code derivedNetwork}.
   */
  OUTSIDERS_ARE_REFUSED(
      "architectures outside the space are refused",
      "check all of the architecture in validate, by IllegalArgumentExceptions, and call it first"
          + " in network and derivedNetwork"),
  /** {@code perturb} at probability 0 changes nothing. */
  PERTURBATION_AT_ZERO_IS_NONE(
      "perturbation at probability 0 changes nothing",
      "redraw an element only if random.nextDouble() < probability"),
  /** {@code perturb} at probability 1 changes something, if the space has two architectures. */
  PERTURBATION_AT_ONE_CHANGES(
      "perturbation at probability 1 changes something",
      "redraw every element at probability 1, each from all its values"),
  /**
   * From every architecture of a small space perturbations lead to every other one. In a large one
   * they turn whatever all samples have, as the JSON shows it, into each value that a fifth of the
   * samples has there.
   */
  PERTURBATION_REACHES_ALL(
      "perturbation reaches the whole space",
      "let perturb redraw every element from all its values, lengths among them"),
  /**
   * {@code sample} draws every architecture of a small space, and is not concentrated on few of a
   * large one. A space that leaves some to perturbations on purpose {@linkplain
   * SpaceVerifier#except excepts} this; {@link #PERTURBATION_REACHES_ALL} holds nevertheless.
   */
  SAMPLING_COVERS_ALL(
      "sampling covers the space",
      "let sample draw every element from all its values, none of them too rarely"),
  /** Several threads that use the space at once find what one finds alone. */
  THREADS_AGREE(
      "several threads may use the space",
      "let the space have no field that changes, nor depend on the thread"),
  /**
   * A space made again, in this or another JVM, has the same id, draws, JSON, hashes and networks.
   */
  REBUILT_SPACES_AGREE(
      "the space made again is the same",
      "let id, draws and networks depend on the constructor's arguments alone: no static state,"
          + " object's identity, hash code of an enum or hash order");

  private final String sentence;
  private final String remedy;

  SpaceProperty(String sentence, String remedy) {
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /**
   * The property as a sentence, as failures name it.
   *
   * @return for example "samples are inside the space"
   */
  public String sentence() {
    return sentence;
  }

  /**
   * What most often mends a space that breaks the property, as failures say it.
   *
   * @return for example "redraw an element only if random.nextDouble() &lt; probability"
   */
  public String remedy() {
    return remedy;
  }
}
