"""How the product looks: tokens, CSS, JavaScript, fonts, icons and the template tags that draw them."""
