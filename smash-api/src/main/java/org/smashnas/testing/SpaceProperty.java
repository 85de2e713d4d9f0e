package org.smashnas.testing;

/**
 * What {@link SpaceVerifier} verifies, the most basic first: a space that breaks one of the first
 * often breaks later ones in consequence.
 */
public enum SpaceProperty {
  /** {@code sample(random)} gives architectures that {@code validate} accepts. */
  SAMPLES_ARE_INSIDE("samples are inside the space"),
  /** {@code sample(random, progress)} gives such architectures at every progress from 0 to 1. */
  ANNEALED_SAMPLES_ARE_INSIDE("samples at any training progress are inside the space"),
  /** {@code perturb} gives such architectures at every probability from 0 to 1. */
  PERTURBATIONS_ARE_INSIDE("perturbations are inside the space"),
  /**
   * Sampling and perturbing depend on their arguments alone: no state, clock or other generator.
   */
  DRAWS_ARE_REPEATABLE("equal generators give equal architectures"),
  /** Equal architectures have equal hash codes and JSON, different ones are not equal. */
  ARCHITECTURES_ARE_VALUES("architectures are values"),
  /** Nothing changes an architecture, and it holds no array or list that could be changed. */
  ARCHITECTURES_ARE_IMMUTABLE("architectures are immutable"),
  /** The codec reads back what it writes, and writes that again as the same one line of JSON. */
  JSON_ROUND_TRIPS("architectures survive their JSON"),
  /**
   * The codec refuses, by an {@link IllegalArgumentException}, whatever it would not write so:
   * malformed text, fields that lack, are doubled, unknown or null, values of another type.
   */
  JSON_IS_STRICT("the codec reads only what it writes"),
  /** JSON given to {@link SpaceVerifier#reads} is still read, inside the space, and written so. */
  JSON_STAYS_READABLE("JSON of earlier versions is read"),
  /** {@code hash} is the SHA-256 of the JSON. */
  HASH_IS_OF_JSON("the hash is the SHA-256 of the JSON"),
  /** {@code id()} is a text that stays the same and shows no object's identity. */
  ID_IS_STABLE("the id is stable"),
  /** Every architecture that {@code validate} accepts has a network and a derived network. */
  NETWORKS_BUILD("networks build"),
  /** All networks read examples of one shape and give logits of one shape. */
  SHAPES_ARE_CONSTANT("input and output shapes are constant over the space"),
  /**
   * The derived network has the topology of the scored one but for norms and activations, and its
   * weights' names and shapes.
   */
  DERIVED_NETWORKS_AGREE("derived networks have the topology and weights of the scored ones"),
  /**
   * Each generated weight fits the weight grid, and its condition is in the range of the fields.
   */
  ENCODINGS_ARE_IN_RANGE("encodings fit the weight grid"),
  /** Different architectures look different to the HyperNet. */
  ENCODINGS_ARE_DISTINCT("different architectures have different encodings"),
  /** An architecture, and an equal one, has the same networks and encoding at every call. */
  NETWORKS_ARE_REPEATABLE("equal architectures have equal networks"),
  /**
   * {@code validate} refuses architectures outside the space by an {@link IllegalArgumentException}
   * with a message, and so do {@code network} and {@code derivedNetwork}.
   */
  OUTSIDERS_ARE_REFUSED("architectures outside the space are refused"),
  /** {@code perturb} at probability 0 changes nothing. */
  PERTURBATION_AT_ZERO_IS_NONE("perturbation at probability 0 changes nothing"),
  /** {@code perturb} at probability 1 changes something, if the space has two architectures. */
  PERTURBATION_AT_ONE_CHANGES("perturbation at probability 1 changes something"),
  /** From every architecture of a small space perturbations lead to every other one. */
  PERTURBATION_REACHES_ALL("perturbation reaches the whole space"),
  /**
   * {@code sample} draws every architecture of a small space, and is not concentrated on few of a
   * large one. A space that leaves some to perturbations on purpose {@linkplain
   * SpaceVerifier#except excepts} this; {@link #PERTURBATION_REACHES_ALL} holds nevertheless.
   */
  SAMPLING_COVERS_ALL("sampling covers the space"),
  /** Several threads that use the space at once find what one finds alone. */
  THREADS_AGREE("several threads may use the space"),
  /**
   * A space made again, in this or another JVM, has the same id, draws, JSON, hashes and networks.
   */
  REBUILT_SPACES_AGREE("the space made again is the same");

  private final String sentence;

  SpaceProperty(String sentence) {
    this.sentence = sentence;
  }

  /**
   * The property as a sentence, as failures name it.
   *
   * @return for example "samples are inside the space"
   */
  public String sentence() {
    return sentence;
  }
}
