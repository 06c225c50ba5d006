"""One cell or column at a time: amounts, dates, words, headings."""
