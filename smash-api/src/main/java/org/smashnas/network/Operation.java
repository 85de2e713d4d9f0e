package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a layer computes. The set is closed, so a backend that handles {@link Visitor} handles every
 * network. Each operation checks the shapes that it is given and says what it makes of them.
 */
public sealed interface Operation {

  /**
   * The output's shape.
   *
   * @param inputs the shapes of the layers read, in order
   * @return the shape of one example's output
   * @throws IllegalArgumentException if the operation cannot read these shapes; the message gives
   *     both shapes
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * The weights that the operation trains.
   *
   * @return the weights in a fixed order
   */
  default ImmutableList<Weight> weights() {
    return ImmutableList.of();
  }

  /**
   * Multiplications (each with its addition) for one example; those of norms, activations and pools
   * count as none.
   *
   * @param inputs the shapes of the layers read, in order
   * @return the count
   */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /**
   * The same operation with other weights.
   *
   * @param change gives the weight to use in place of one, of the same shape
   * @return the operation with every weight changed
   */
  default Operation withWeights(UnaryOperator<Weight> change) {
    return this;
  }

  /**
   * Calls the method of the visitor that fits this operation.
   *
   * @param visitor what to do with each kind
   * @param <R> the result's type
   * @return the visitor's result
   */
  <R> R accept(Visitor<R> visitor);

  /** The network's input; every network has exactly one, its first layer. */
  record Input() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      throw new IllegalArgumentException(
          "the input layer is made by Network.builder; do not add another");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A convolution with zero padding that keeps the side (divided by the stride, rounded up).
   *
   * @param kernel the kernel, of odd height and width; its inputs are those of one group
   * @param bias a vector added to the outputs, if any
   * @param stride the step over rows and columns, at least 1; above 1 only without dilation
   * @param dilationHeight the distance between the kernel's rows, at least 1
   * @param dilationWidth the distance between the kernel's columns, at least 1
   * @param groups the number of groups, a divisor of inputs and outputs
   */
  record Convolution(
      Weight kernel,
      Optional<Weight> bias,
      int stride,
      int dilationHeight,
      int dilationWidth,
      int groups)
      implements Operation {

    public Convolution {
      WeightShape shape = kernel.shape();
      checkArgument(
          shape.height() % 2 == 1 && shape.width() % 2 == 1,
          "kernel %s is %sx%s; both sides must be odd",
          kernel.name(),
          shape.height(),
          shape.width());
      checkArgument(
          stride >= 1 && dilationHeight >= 1 && dilationWidth >= 1 && groups >= 1,
          "convolution with kernel %s has stride %s, dilation %sx%s, groups %s; each must be at"
              + " least 1",
          kernel.name(),
          stride,
          dilationHeight,
          dilationWidth,
          groups);
      checkArgument(
          stride == 1 || (dilationHeight == 1 && dilationWidth == 1),
          "convolution with kernel %s has stride %s and dilation %sx%s; use one of the two",
          kernel.name(),
          stride,
          dilationHeight,
          dilationWidth);
      checkArgument(
          shape.outputs() % groups == 0,
          "kernel %s has %s outputs, not divisible by %s groups; use a divisor",
          kernel.name(),
          shape.outputs(),
          groups);
      bias.ifPresent(weight -> checkVector("bias", weight, shape.outputs()));
    }

    /**
     * A plain convolution: stride 1, no dilation, one group, no bias.
     *
     * @param kernel the kernel
     * @return the convolution
     */
    public static Convolution of(Weight kernel) {
      return new Convolution(kernel, Optional.empty(), 1, 1, 1, 1);
    }

    /**
     * The same convolution with a bias.
     *
     * @param bias the vector added to the outputs
     * @return the changed convolution
     */
    public Convolution withBias(Weight bias) {
      return new Convolution(
          kernel, Optional.of(bias), stride, dilationHeight, dilationWidth, groups);
    }

    /**
     * The same convolution with another stride.
     *
     * @param stride the step over rows and columns, at least 1
     * @return the changed convolution
     */
    public Convolution withStride(int stride) {
      return new Convolution(kernel, bias, stride, dilationHeight, dilationWidth, groups);
    }

    /**
     * The same convolution with a dilated kernel.
     *
     * @param height the distance between the kernel's rows, at least 1
     * @param width the distance between the kernel's columns, at least 1
     * @return the changed convolution
     */
    public Convolution withDilation(int height, int width) {
      return new Convolution(kernel, bias, stride, height, width, groups);
    }

    /**
     * The same convolution in groups.
     *
     * @param groups the number of groups, a divisor of inputs and outputs
     * @return the changed convolution
     */
    public Convolution withGroups(int groups) {
      return new Convolution(kernel, bias, stride, dilationHeight, dilationWidth, groups);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = single(inputs);
      checkArgument(
          input.channels() == kernel.shape().inputs() * groups,
          "input %s has %s channels, but kernel %s of shape %s in %s group(s) reads %s",
          input,
          input.channels(),
          kernel.name(),
          kernel.shape(),
          groups,
          kernel.shape().inputs() * groups);
      return new Shape(
          strided(input.height(), stride),
          strided(input.width(), stride),
          kernel.shape().outputs());
    }

    @Override
    public ImmutableList<Weight> weights() {
      return withOptional(kernel, bias);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
      Shape output = outputShape(inputs);
      return (long) output.height() * output.width() * kernel.shape().size();
    }

    @Override
    public Convolution withWeights(UnaryOperator<Weight> change) {
      return new Convolution(
          change.apply(kernel), bias.map(change), stride, dilationHeight, dilationWidth, groups);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A fully connected layer: all values of an example, in HWC order, times a matrix.
   *
   * @param matrix inputs × outputs
   * @param bias a vector added to the outputs, if any
   */
  record Dense(Weight matrix, Optional<Weight> bias) implements Operation {

    public Dense {
      checkArgument(
          matrix.shape().height() == 1 && matrix.shape().width() == 1,
          "dense weight %s has shape %s; use a matrix (1x1xINPUTSxOUTPUTS)",
          matrix.name(),
          matrix.shape());
      bias.ifPresent(weight -> checkVector("bias", weight, matrix.shape().outputs()));
    }

    /**
     * A layer without bias.
     *
     * @param matrix the weights, inputs × outputs
     * @return the layer
     */
    public static Dense of(Weight matrix) {
      return new Dense(matrix, Optional.empty());
    }

    /**
     * The same layer with a bias.
     *
     * @param bias the vector added to the outputs
     * @return the changed layer
     */
    public Dense withBias(Weight bias) {
      return new Dense(matrix, Optional.of(bias));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = single(inputs);
      checkArgument(
          input.size() == matrix.shape().inputs(),
          "input %s has %s values, but matrix %s of shape %s reads %s",
          input,
          input.size(),
          matrix.name(),
          matrix.shape(),
          matrix.shape().inputs());
      return Shape.vector(matrix.shape().outputs());
    }

    @Override
    public ImmutableList<Weight> weights() {
      return withOptional(matrix, bias);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
      return matrix.shape().size();
    }

    @Override
    public Dense withWeights(UnaryOperator<Weight> change) {
      return new Dense(change.apply(matrix), bias.map(change));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Batch normalisation over the batch, rows and columns, with ε 1e-5.
   *
   * @param moments names the running mean and variance; norms of equal name share them, in a scored
   *     network over all architectures (by leading channels)
   * @param scale a vector, multiplied in
   * @param offset a vector, added last
   */
  record BatchNorm(String moments, Weight scale, Weight offset) implements Operation {

    /** What is added to the variance. */
    public static final float EPSILON = 1e-5f;

    public BatchNorm {
      checkArgument(
          !moments.isEmpty(),
          "norm with scale %s has moments without a name; give one",
          scale.name());
      checkVector("offset", offset, scale.shape().outputs());
      checkVector("scale", scale, offset.shape().outputs());
    }

    /**
     * A norm whose scale, offset and moments all architectures share, by leading channels; its
     * weights are called {@code name.scale} and {@code name.offset}.
     *
     * @param name of the norm, unique among the different norms of a space
     * @param channels the channels normalised, at least 1
     * @param full the most that an architecture of the space has here, at least {@code channels}
     * @return the norm
     */
    public static BatchNorm shared(String name, int channels, int full) {
      return new BatchNorm(
          name,
          sharedVector(name + ".scale", channels, full),
          sharedVector(name + ".offset", channels, full));
    }

    private static Weight sharedVector(String name, int channels, int full) {
      return Weight.shared(name, WeightShape.vector(channels), name, WeightShape.vector(full));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = single(inputs);
      checkArgument(
          input.channels() == scale.shape().outputs(),
          "input %s has %s channels, but scale %s of shape %s has %s",
          input,
          input.channels(),
          scale.name(),
          scale.shape(),
          scale.shape().outputs());
      return input;
    }

    @Override
    public ImmutableList<Weight> weights() {
      return ImmutableList.of(scale, offset);
    }

    @Override
    public BatchNorm withWeights(UnaryOperator<Weight> change) {
      return new BatchNorm(moments, change.apply(scale), change.apply(offset));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * An elementwise activation.
   *
   * @param nonlinearity the function
   */
  record Activation(Nonlinearity nonlinearity) implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The elementwise sum of two or more inputs of one shape. */
  record Sum() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return equal("sum", inputs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The elementwise product of two or more inputs of one shape. */
  record Product() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return equal("product", inputs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Two or more inputs of one height and width joined along the channels. */
  record Concat() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      checkArgument(
          inputs.size() >= 2, "concat reads %s input(s); it needs at least 2", inputs.size());
      int channels = 0;
      for (Shape input : inputs) {
        checkArgument(
            input.sameSide(inputs.get(0)),
            "concat reads %s and %s; heights and widths must agree",
            inputs.get(0),
            input);
        channels += input.channels();
      }
      return inputs.get(0).withChannels(channels);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Some of the channels: {@code start}, {@code start + stride}, … .
   *
   * @param start the first channel, from 0
   * @param count how many channels, at least 1
   * @param stride the distance between channels taken, at least 1
   */
  record ChannelSlice(int start, int count, int stride) implements Operation {
    public ChannelSlice {
      checkArgument(
          start >= 0 && count >= 1 && stride >= 1,
          "channel slice has start %s, count %s, stride %s; they must be at least 0, 1 and 1",
          start,
          count,
          stride);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = single(inputs);
      long last = start + (count - 1L) * stride;
      checkArgument(
          last < input.channels(),
          "channel slice ends at channel %s, but its input is %s",
          last,
          input);
      return input.withChannels(count);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Pooling of square windows.
   *
   * @param kind mean or maximum
   * @param size the window's side, at least 1
   * @param stride the step, at least 1; padding keeps the side (divided by the stride, rounded up),
   *     and padded places are left out of mean and maximum
   */
  record Pool(Kind kind, int size, int stride) implements Operation {
    /** What is taken of each window. */
    public enum Kind {
      /** The mean. */
      AVERAGE,
      /** The largest value. */
      MAX
    }

    public Pool {
      checkArgument(
          size >= 1 && stride >= 1,
          "pool has size %s and stride %s; both must be at least 1",
          size,
          stride);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = single(inputs);
      return new Shape(
          strided(input.height(), stride), strided(input.width(), stride), input.channels());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The mean over rows and columns: a vector of the channels. */
  record GlobalMean() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.vector(single(inputs).channels());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Zeros of the input's shape: the operation of a missing edge in a cell space. */
  record Zero() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * One method for each kind of operation.
   *
   * @param <R> the result's type
   */
  interface Visitor<R> {
    /**
     * The input.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Input operation);

    /**
     * A convolution.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Convolution operation);

    /**
     * A fully connected layer.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Dense operation);

    /**
     * A norm.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(BatchNorm operation);

    /**
     * An activation.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Activation operation);

    /**
     * A sum.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Sum operation);

    /**
     * A product.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Product operation);

    /**
     * A concatenation.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Concat operation);

    /**
     * A channel slice.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(ChannelSlice operation);

    /**
     * A pool.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Pool operation);

    /**
     * A mean over rows and columns.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(GlobalMean operation);

    /**
     * Zeros.
     *
     * @param operation the operation
     * @return the result
     */
    R visit(Zero operation);
  }

  private static Shape single(List<Shape> inputs) {
    checkArgument(
        inputs.size() == 1, "operation reads %s inputs; it takes exactly 1", inputs.size());
    return inputs.get(0);
  }

  private static Shape equal(String what, List<Shape> inputs) {
    checkArgument(
        inputs.size() >= 2, "%s reads %s input(s); it needs at least 2", what, inputs.size());
    for (Shape input : inputs) {
      checkArgument(
          input.equals(inputs.get(0)),
          "%s reads %s and %s; shapes must agree",
          what,
          inputs.get(0),
          input);
    }
    return inputs.get(0);
  }

  private static int strided(int side, int stride) {
    return (side - 1) / stride + 1;
  }

  private static void checkVector(String what, Weight weight, int size) {
    checkArgument(
        weight.shape().equals(WeightShape.vector(size)),
        "%s %s has shape %s; it must be a vector of %s (1x1x1x%s)",
        what,
        weight.name(),
        weight.shape(),
        size,
        size);
  }

  private static ImmutableList<Weight> withOptional(Weight first, Optional<Weight> second) {
    return second.map(weight -> ImmutableList.of(first, weight)).orElse(ImmutableList.of(first));
  }
}
