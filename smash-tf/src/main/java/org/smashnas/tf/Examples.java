package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import org.smashnas.data.Dataset;
import org.smashnas.network.Network;

/** Whether a dataset fits a network. */
final class Examples {
  private Examples() {}

  static void check(String what, Dataset examples, Network network) {
    checkArgument(
        examples.shape().equals(network.input().shape()),
        "%s examples have shape %s, but the network reads %s; bring them to that shape",
        what,
        examples.shape(),
        network.input().shape());
    checkArgument(
        examples.classes() == network.output().shape().size(),
        "%s examples have %s classes, but the network tells %s apart; they must agree",
        what,
        examples.classes(),
        network.output().shape().size());
  }
}
