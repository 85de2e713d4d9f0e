package org.smashnas.cells;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.annotation.processing.Generated;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** Generated implementations stay hidden behind the abstract type and its nested builder. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    // The annotation that it would add by itself is not on the users' class path, whose compilers
    // would warn of that.
    allowedClasspathAnnotations = {CanIgnoreReturnValue.class, Generated.class, Nullable.class},
    defaults = @Value.Immutable(copy = false))
@interface SpaceStyle {}
