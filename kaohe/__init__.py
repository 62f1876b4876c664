"""kaohe (考核): a public body's assessment of its people, run as a closed loop."""
