/**
 * Labelled examples: datasets, splits, batches and augmentation. Images are NHWC floats.
 *
 * <p>Published files are read as they are: {@link org.smashnas.data.Cifar10}, {@link
 * org.smashnas.data.Cifar100}, {@link org.smashnas.data.Stl10}, {@link
 * org.smashnas.data.ImageNet32}, {@link org.smashnas.data.ModelNet}, {@link
 * org.smashnas.data.Mnist}, {@link org.smashnas.data.FashionMnist}; and so is any folder of images,
 * {@link org.smashnas.data.ImageFolder}. Each gives a {@link org.smashnas.data.TrainAndTest}. Their
 * bytes stay outside the heap and become values as they are read.
 */
@NullMarked
package org.smashnas.data;

import org.jspecify.annotations.NullMarked;
