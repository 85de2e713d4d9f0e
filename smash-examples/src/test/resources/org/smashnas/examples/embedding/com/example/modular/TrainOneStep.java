package com.example.modular;

import com.google.common.collect.ImmutableList;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Shape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.tf.TensorFlow;

public final class TrainOneStep {
  private TrainOneStep() {}

  record Own(int number) {}

  public static void main(String[] arguments) {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(8, 8, 1)
            .classes(2)
            .blocks(1)
            .depth(4)
            .width(1)
            .maxBankChannels(16)
            .maxKernel(3)
            .maxDilation(1)
            .build();
    float[][] images = new float[10][64];
    int[] labels = new int[10];
    for (int index = 0; index < 10; index++) {
      images[index][index] = 1;
      labels[index] = index % 2;
    }
    HyperNetArchitecture small = new ConvolutionalHyperNet(4, 4, ImmutableList.of(1));
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, small, 0)) {
      double loss =
          hyperNet
              .train(
                  Dataset.of(new Shape(8, 8, 1), 2, images, labels),
                  TrainingOptions.hyperNet().epochs(1).batchSize(10).build())
              .loss();
      System.out.println("loss is finite: " + Double.isFinite(loss));
    }
    ArchitectureCodec<Own> codec = ArchitectureCodec.ofRecord(Own.class);
    System.out.println(codec.fromJson(codec.toJson(new Own(7))));
    System.out.println(TensorFlow.class.getModule());
    System.out.println(MemoryBankSpace.class.getModule());
  }
}
