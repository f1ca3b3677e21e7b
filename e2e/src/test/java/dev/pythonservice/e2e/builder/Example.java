package dev.pythonservice.e2e.builder;

import java.util.List;
import java.util.Locale;

/**
 * The examples of this project; one of them twice, as it has two members.
 *
 * <p>Each is imported by what its service or job starts with, so that all its packages load.
 */
enum Example {
  CATALOG("storefront", "packages/catalog", "import catalog"),
  INVOICES("invoices", ".", "import invoices.web"),
  ORDERS("orders", ".", "import orders.api, orders.report, orders.worker"),
  PRICING("pricing", ".", "import pricing.command; pricing.prices([[('TEA-0001', 12, 890)]])"),
  SALES_REPORT("sales-report", ".", "import sales_report.command, sales_report.engines"),
  STOREFRONT("storefront", "packages/shop", "import shop.web, catalog"),
  STREAMING("streaming", ".", "import streaming.state, streaming.events");

  private final String folder;
  private final String path;
  private final String statement;

  Example(String folder, String path, String statement) {
    this.folder = folder;
    this.path = path;
    this.statement = statement;
  }

  /** What its image and its pods are called. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it has native code of its own, so that a wheel of it must be built first. */
  boolean isNative() {
    return this == PRICING;
  }

  /** Its folder below {@code examples}. */
  String folder() {
    return folder;
  }

  /** The project's folder within it. */
  String path() {
    return path;
  }

  /** The statement that imports it. */
  String statement() {
    return statement;
  }

  /** The options of uv that select its project where there are several. */
  List<String> options() {
    return path.equals(".")
        ? List.of()
        : List.of("--package=" + path.substring(path.lastIndexOf('/') + 1));
  }
}
