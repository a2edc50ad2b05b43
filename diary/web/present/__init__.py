"""From rows to what a page shows: each presenter fills the view model of one page."""
