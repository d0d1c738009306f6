"""The look of Lantian: base templates, components, figures, fonts and vendored assets."""
